import { AsyncLocalStorage } from 'node:async_hooks'

// Next's server also does this before it loads anything else.
Object.assign(globalThis, { AsyncLocalStorage })
