import { getRequestEvent } from '@sveltejs/kit/internal/server'

/** This is Kit's own function, from the module that `$app/server` uses. */
export { getRequestEvent }

const inAnApp = () => {
  throw new Error('Remote functions exist only in an app.')
}
export const query = inAnApp
export const command = inAnApp
export const form = inAnApp
