import Link from 'next/link'
import { addNote } from './actions'

export default function NotesPage() {
  return (
    <>
      <form action={addNote}>
        <input name="text" aria-label="Note" defaultValue="pears" />
        <button type="submit">Add</button>
      </form>
      <Link href="/private">To the private page</Link>
    </>
  )
}
