import { ran } from '../../../lib/ran.ts'

export const GET = () => {
  ran('endpoint')
  return new Response('report')
}
export const POST = GET
export const PUT = GET
export const DELETE = GET
