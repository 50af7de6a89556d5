import { requireUser } from '@latchkey/sveltekit'
import { ran } from '../../lib/ran.ts'

export const GET = () => {
  requireUser()
  ran('endpoint')
  return new Response('report')
}
export const POST = GET
