/** Of everyone, for the check to count. */
export const notes: string[] = []
