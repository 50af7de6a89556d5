/**
 * Narrows roles and permissions to the ones your app has:
 * `declare module '@latchkey/core' { interface Register { role: 'admin' | 'member' } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled in by module augmentation
export interface Register {}

/** A role's slug. */
export type Role = Register extends { role: infer R extends string } ? R : string

/** A permission's slug. */
export type Permission = Register extends { permission: infer P extends string } ? P : string
