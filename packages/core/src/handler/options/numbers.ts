import { ConfigError } from '../../errors/index.ts'

/** @throws {ConfigError} `option_invalid` */
export function readCount(option: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return value
  throw new ConfigError('option_invalid', `${option} must be a whole number, 0 or more.`, { option })
}

/** @throws {ConfigError} `option_invalid` */
export function readSeconds(option: string, value: number | undefined, fallback: number): number {
  if (value === undefined) return fallback
  if (Number.isFinite(value) && value > 0) return value
  throw new ConfigError('option_invalid', `${option} must be a number of seconds greater than 0.`, { option })
}
