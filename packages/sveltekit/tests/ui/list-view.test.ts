import { createRawSnippet } from 'svelte'
import { render } from 'svelte/server'
import { describe, expect, it } from 'vitest'
import ListView from '../../src/ui/list-view.svelte'

const row = createRawSnippet<[{ id: string }]>((entry) => ({ render: () => `<b>${entry().id}</b>` }))
const list = (...ids: string[]) => ({ data: ids.map((id) => ({ id })), after: null, before: null })

/** The state of each row, and whether the list shows that it is incomplete. */
function shown(given: ReturnType<typeof list> | undefined) {
  const { body } = render(ListView, { props: { list: given, label: 'Members', empty: 'None.', row } })
  const states = [...body.matchAll(/<li data-lk-part="row"(?: data-lk-state="(\w+)")?/g)]
  return { states: states.map(([, state]) => state), isBusy: body.includes('aria-busy="true"'), body }
}

describe('issue 18: a list is never blank', () => {
  it('while it is loading', () => {
    expect(shown(undefined)).toMatchObject({ states: ['loading'], isBusy: true })
  })

  it('when it is empty', () => {
    const { states, isBusy, body } = shown(list())
    expect([states, isBusy]).toEqual([['empty'], false])
    expect(body).toContain('None.')
  })

  it('with rows', () => {
    expect(shown(list('one', 'two'))).toMatchObject({ states: [undefined, undefined], isBusy: false })
  })
})
