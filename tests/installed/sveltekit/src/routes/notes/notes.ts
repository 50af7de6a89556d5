/** The notes of all users, which the check counts. */
export const notes: string[] = []
