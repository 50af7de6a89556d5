/** Real time, not the environment's: the caller is really kept waiting. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
