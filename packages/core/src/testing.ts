/**
 * For tests: every flow as a scenario, drivers that run the scenarios, and a clock that moves by hand.
 *
 * @module @latchkey/core/testing
 */

export type { CookieJar } from './testing/cookie-jar.ts'
export { cookieJar } from './testing/cookie-jar.ts'
export type { Driver, SiteDriver } from './testing/driver.ts'
export type { EmulatorControl, EmulatorControlOptions, EmulatorEmail } from './testing/emulator-control.ts'
export { emulatorControl } from './testing/emulator-control.ts'
export type { DriverMode, HandlerDriver, HandlerDriverOptions } from './testing/handler-driver.ts'
export { handlerDriver } from './testing/handler-driver.ts'
export type { ManualClock } from './testing/manual-clock.ts'
export { manualClock } from './testing/manual-clock.ts'
export type { Scenario, ScenarioFixture, SiteFixture } from './testing/scenarios.ts'
export { scenarios, siteScenarios } from './testing/scenarios.ts'
