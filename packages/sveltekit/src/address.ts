import type { AppAddress } from '@latchkey/core/server'
import { readAppAddress } from '@latchkey/core/server'
import { appBase } from './base.ts'
import type { LatchkeyOptions } from './settings.ts'

/** Where the app is, without a request and its environment: the origin makes no difference to its paths. */
export const addressOf = ({ appOrigin = 'http://localhost', ...options }: LatchkeyOptions = {}): AppAddress =>
  readAppAddress({ appPath: appBase, ...options, appOrigin })
