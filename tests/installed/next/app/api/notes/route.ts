import { connection } from 'next/server'
import { notes } from '../../notes/notes'

export async function GET() {
  await connection()
  return Response.json(notes())
}
