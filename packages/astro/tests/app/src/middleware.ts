import { latchkey } from '@latchkey/astro/server'

export const onRequest = latchkey((globalThis as { latchkeyOptions?: object }).latchkeyOptions)
