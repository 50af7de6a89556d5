import { error, redirect } from '@sveltejs/kit'

export const load = ({ params, setHeaders }) => {
  setHeaders({ 'cache-control': 'public, max-age=600' })
  if (params.kind === 'redirect') redirect(303, '/')
  if (params.kind === 'error') error(418, 'teapot')
  if (params.kind === 'crash') throw new Error('broken')
  return { later: Promise.resolve('streamed') }
}
export const actions = { default: () => ({ done: true }) }
