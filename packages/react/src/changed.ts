import type { Result } from '@latchkey/core'

/** Reloads a list after a change to one of its items. */
export async function changed<T>(
  action: Promise<Result<T>>,
  list: { reload(): Promise<void> },
): Promise<Result<T>> {
  const result = await action
  if (result.ok) await list.reload()
  return result
}
