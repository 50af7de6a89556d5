import { requireUser } from '@latchkey/sveltekit'
import type { Actions } from './$types'
import { notes } from './notes'

export const load = () => ({ notes })

export const actions: Actions = {
  async save({ request }) {
    const { user } = requireUser()
    const data = await request.formData()
    notes.push(`${data.get('text')} by ${user.email}`)
  },
}
