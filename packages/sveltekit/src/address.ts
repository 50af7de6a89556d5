import type { AppAddress } from '@latchkey/core/server'
import { readAppAddress } from '@latchkey/core/server'
import { appBase } from './base.ts'
import type { LatchkeyOptions } from './settings.ts'

/** The URLs of the app, without a request or its environment. The origin does not affect its paths. */
export const addressOf = ({ appOrigin = 'http://localhost', ...options }: LatchkeyOptions = {}): AppAddress =>
  readAppAddress({ appPath: appBase, ...options, appOrigin })
