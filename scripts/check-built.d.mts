export function requireBuilt(...names: string[]): void
