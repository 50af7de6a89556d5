import type { DatabaseSync } from 'node:sqlite'
import type { Caller } from './fixture.ts'

/** A server whose database can refuse events. */
export interface FailingEvents {
  caller: Caller
  /** Makes the database accept this many more events and refuse the next one. Undefined: it accepts all events. */
  failAfter(events: number | undefined): Promise<void>
  stop(): Promise<void>
}

/** Starts a server and changes its database directly. Refusing an event has the same effect as a crash at that point. */
export async function failingEvents(
  start: () => Promise<Caller>,
  postgresUrl: string | undefined,
): Promise<FailingEvents> {
  return postgresUrl === undefined ? onSqlite(start) : onPostgres(await start(), postgresUrl)
}

async function onSqlite(start: () => Promise<Caller>): Promise<FailingEvents> {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const { prepare } = DatabaseSync.prototype
  let opened: DatabaseSync | undefined
  DatabaseSync.prototype.prepare = function (...args) {
    opened = this
    return prepare.apply(this, args)
  }
  try {
    const caller = await start()
    await caller.call('GET', '/user_management/users')
    return {
      caller,
      async failAfter(events) {
        opened?.exec('drop trigger if exists refuse_events')
        if (events === undefined) return
        const count = opened?.prepare('select count(*) as n from events').get()?.n
        opened?.exec(
          `create trigger refuse_events before insert on events
           when (select count(*) from events) >= ${Number(count) + events}
           begin select raise(abort, 'no event is taken'); end`,
        )
      },
      async stop() {},
    }
  } finally {
    DatabaseSync.prototype.prepare = prepare
  }
}

async function onPostgres(caller: Caller, url: string): Promise<FailingEvents> {
  const { default: pg } = await import('pg')
  const client = new pg.Client(url)
  await client.connect()
  const table = `"${caller.environment.clientId}".events`
  return {
    caller,
    async failAfter(events) {
      await client.query(`drop trigger if exists refuse_events on ${table}`)
      if (events === undefined) return
      const { rows } = await client.query<{ n: string }>(`select count(*) as n from ${table}`)
      await client.query(
        `create or replace function refuse_events() returns trigger language plpgsql as $$
         begin
           if (select count(*) from ${table}) >= ${Number(rows[0]?.n) + events} then raise 'no event is taken'; end if;
           return new;
         end $$;
         create trigger refuse_events before insert on ${table} for each row execute function refuse_events()`,
      )
    },
    stop: () => client.end(),
  }
}
