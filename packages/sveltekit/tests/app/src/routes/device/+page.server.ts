import { devicePage } from '@latchkey/sveltekit'

export const { load } = devicePage()
