import { latchkey } from '@latchkey/sveltekit'

export const { handle, init } = latchkey()
