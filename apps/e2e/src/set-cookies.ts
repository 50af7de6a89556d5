import type { APIResponse } from '@playwright/test'

/** The names of the cookies that a response sets, in order. */
export const namesSet = (response: APIResponse): string[] =>
  response
    .headersArray()
    .filter(({ name }) => name.toLowerCase() === 'set-cookie')
    .map(({ value }) => value.split('=', 1)[0] ?? '')
