import { describe, expect, it } from 'vitest'
import { flowErrorIn, flowQuery, tokenIn } from './page-query.ts'

const page = (text: string) => new URLSearchParams(text)

describe('the URL of a flow page', () => {
  it('becomes the query for the handler, without unrelated parameters', () => {
    const query = flowQuery('sign-in', page('flow=f1&returnTo=%2Faccount%3Fa%3D1&error=network&admin=1'))
    expect(query.toString()).toBe('kind=sign-in&flow=f1&returnTo=%2Faccount%3Fa%3D1')
    expect(flowQuery('reset-password', page('token=&flow=')).toString()).toBe('kind=reset-password')
  })

  it('contains the token in our parameter, or in the parameter from the API’s emails', () => {
    expect(tokenIn(page('token=ours&invitation_token=theirs'))).toBe('ours')
    expect(tokenIn(page('invitation_token=theirs'))).toBe('theirs')
    expect(tokenIn(page('token='))).toBeUndefined()
    expect(flowQuery('invitation', page('invitation_token=t')).get('token')).toBe('t')
  })

  it('contains an error if its code has a text, and the field of the error', () => {
    expect(flowErrorIn(page('error=email_invalid&field=email'))).toEqual({
      code: 'email_invalid',
      field: 'email',
    })
    expect(flowErrorIn(page('error=access_denied'))).toEqual({ code: 'access_denied', field: undefined })
    for (const text of ['', 'error=', 'error=<b>', 'error=constructor'])
      expect(flowErrorIn(page(text)), text).toBeUndefined()
  })
})
