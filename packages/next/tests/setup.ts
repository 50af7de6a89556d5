import { AsyncLocalStorage } from 'node:async_hooks'

// As Next's server does before it loads anything else.
Object.assign(globalThis, { AsyncLocalStorage })
