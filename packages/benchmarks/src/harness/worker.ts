// One contestant in its own process, which runs a task, measures it and reports the result.
import type { Contestants, Operation } from './column.ts'
import { allocation, calibrate, measure, type Sample } from './measure.ts'

export type Order =
  | { type: 'prepare'; module: string; name: string; fixture: unknown }
  | { type: 'calibrate'; concurrency: number; milliseconds: number }
  | { type: 'measure'; concurrency: number; count: number }
  | { type: 'allocate'; count: number }

export type WorkerResult = { value: Sample | number | undefined } | { error: string }

let operation: Operation

async function obey(order: Order): Promise<Sample | number | undefined> {
  switch (order.type) {
    case 'prepare': {
      const contestants = (await import(order.module)).default as Contestants<unknown>
      operation = await (contestants[order.name] as Contestants<unknown>[string])(order.fixture)
      return undefined
    }
    case 'calibrate':
      return calibrate(operation, order.concurrency, order.milliseconds)
    case 'measure':
      return measure(operation, order.count, order.concurrency)
    case 'allocate':
      return allocation(operation, order.count)
  }
}

process.on('message', (order: Order) => {
  obey(order).then(
    (value) => process.send?.({ value } satisfies WorkerResult),
    (error) => process.send?.({ error: String(error?.stack ?? error) } satisfies WorkerResult),
  )
})
