import { connection } from 'next/server'
import { clock, site } from '../../auth.ts'

export async function GET(): Promise<Response> {
  await connection()
  return site.emulatorUrl ? Response.json({ now: clock.now() }) : new Response(null, { status: 404 })
}
