import { setTimeout as pause } from 'node:timers/promises'
import type { Exchange, Interceptor } from '../../engine/web/server/interceptor.ts'
import type { Reply } from '../../engine/web/server/reply.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'
import type { FaultRule } from '../faults/faults.ts'

/** Applies faults to the requests that match a rule. */
export function createFaultInterceptor(): Interceptor<EmulatorEnvironment> {
  const faults = new WeakMap<Exchange<EmulatorEnvironment>, FaultRule>()
  return {
    async before(exchange, environment) {
      if (!environment.config.faults) return undefined
      const { method, path, operation } = exchange
      const fault = await environment.faults.match({ method, path, operation: operation.id })
      if (fault === undefined) return undefined
      faults.set(exchange, fault)
      exchange.detail = 'A fault rule matched.'
      // Real time, not the environment's clock: the caller really has to wait.
      if (fault.delay_ms !== undefined) await pause(fault.delay_ms)
      return fault.connection === undefined ? fault.respond : { status: 0 }
    },
    reply(exchange, reply) {
      const fault = faults.get(exchange)
      if (fault?.connection !== undefined) return { ...reply, connection: fault.connection }
      return fault?.malform === undefined ? reply : malformed(reply, fault.malform)
    },
  }
}

/** Turns a valid response into an invalid one. */
function malformed(reply: Reply, how: NonNullable<FaultRule['malform']>): Reply {
  const text = reply.text ?? ''
  switch (how) {
    case 'truncate':
      return { ...reply, text: text.slice(0, Math.floor(text.length / 2)) }
    case 'html':
      return {
        ...reply,
        headers: { ...reply.headers, 'Content-Type': 'text/html; charset=utf-8' },
        text: '<html><body><h1>Bad gateway</h1></body></html>',
      }
    case 'empty':
      return { ...reply, text: '' }
    case 'wrong_type':
      return { ...reply, text: '[1, "two", null]' }
  }
}
