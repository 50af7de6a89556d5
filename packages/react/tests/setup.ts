import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, expect, vi } from 'vitest'

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true

// On a busy machine, a page can take longer than one second.
configure({ asyncUtilTimeout: 10_000 })

// jsdom has no modal dialogs. The tests only need to know whether one is open.
if (typeof HTMLDialogElement !== 'undefined') {
  HTMLDialogElement.prototype.showModal ??= function show(this: HTMLDialogElement) {
    this.open = true
  }
  HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
    this.open = false
  }
}

// React reports hydration mismatches, missing keys and updates outside of act with console.error.
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
})

afterEach(() => {
  cleanup()
  const errors = vi.mocked(console.error).mock.calls
  // These errors occur only because server and browser code share a process in tests.
  const shared = /multiple renderers|useLayoutEffect does nothing on the server/
  expect(errors.filter(([text]) => !shared.test(String(text)))).toEqual([])
  vi.restoreAllMocks()
  if (typeof document === 'undefined') return
  sessionStorage.clear()
  localStorage.clear()
  history.replaceState(null, '', '/')
})
