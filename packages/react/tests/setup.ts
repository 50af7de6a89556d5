import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, expect, vi } from 'vitest'

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true

// Machines do other things as well: a second is not enough for a page.
configure({ asyncUtilTimeout: 10_000 })

// jsdom has no modal dialogs; whether one is open is all that matters here.
if (typeof HTMLDialogElement !== 'undefined') {
  HTMLDialogElement.prototype.showModal ??= function show(this: HTMLDialogElement) {
    this.open = true
  }
  HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
    this.open = false
  }
}

// Hydration mismatches, missing keys and updates outside of act all arrive here.
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
})

afterEach(() => {
  cleanup()
  const errors = vi.mocked(console.error).mock.calls
  // Server and browser share a process here, as they never do outside of tests.
  const shared = /multiple renderers|useLayoutEffect does nothing on the server/
  expect(errors.filter(([text]) => !shared.test(String(text)))).toEqual([])
  vi.restoreAllMocks()
  if (typeof document === 'undefined') return
  sessionStorage.clear()
  localStorage.clear()
  history.replaceState(null, '', '/')
})
