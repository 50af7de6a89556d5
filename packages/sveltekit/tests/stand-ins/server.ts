import { getRequestEvent } from '@sveltejs/kit/internal/server'

/** Kit's own, from where `$app/server` takes it. */
export { getRequestEvent }

const inAnApp = () => {
  throw new Error('Remote functions exist in an app only.')
}
export const query = inAnApp
export const command = inAnApp
export const form = inAnApp
