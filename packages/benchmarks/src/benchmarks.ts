import { bundleSize } from './bundle-size/index.ts'
import { clientCall } from './client-call/index.ts'
import { emulator } from './emulator/index.ts'
import { emulatorNodes } from './emulator-nodes/index.ts'
import { importCost } from './import-cost/index.ts'
import { refresh } from './refresh/index.ts'
import type { Benchmark } from './report/report.ts'
import { sessionCheck } from './session-check/index.ts'
import { soak } from './soak/index.ts'
import { sveltekitHandle } from './sveltekit-handle/index.ts'
import { webServer } from './web-server/index.ts'

/** Every benchmark, by its name on the command line. */
export const benchmarks: Record<string, Benchmark> = {
  'session-check': sessionCheck,
  'sveltekit-handle': sveltekitHandle,
  'web-server': webServer,
  'client-call': clientCall,
  'import-cost': importCost,
  'bundle-size': bundleSize,
  refresh,
  soak,
  emulator,
  'emulator-nodes': emulatorNodes,
}
