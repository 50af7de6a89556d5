import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { ManagementResponse } from './management.ts'
import { type FormValues, ResourceForm } from './resource-form.tsx'
import type { Related, Resource, Row, RowAction } from './resources.ts'

/** Calls an operation of the API and shows the request and response. */
export type Run = (operation: string, params: object) => Promise<ManagementResponse>

/** One row with all of its actions. Actions that cannot be undone must be confirmed first. */
export function RowDialog(props: {
  resource: Resource
  row: Row
  organizations: readonly Row[]
  run: Run
  /** Called when an action has changed the row. */
  onDone: (message: string) => void
  onClose: () => void
}): ReactNode {
  const { resource, row, organizations, run, onDone, onClose } = props
  const [problem, setProblem] = useState<string>()
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
    heading.current?.focus()
  }, [])
  const close = () => dialog.current?.close()
  async function act(action: RowAction, of: Row, values: FormValues = {}) {
    const { error, message } = await run(action.operation, { ...action.params(of), ...values })
    setProblem(error && `${error}: ${message ?? ''}`)
    if (error) return
    close()
    onDone(action.done)
  }
  const [first, ...columns] = resource.columns
  const actions = resource.actions.filter(({ when }) => when?.(row) ?? true)
  return (
    <dialog ref={dialog} className="sheet admin-dialog" aria-labelledby="row" onClose={onClose}>
      <h2 id="row" ref={heading} tabIndex={-1}>
        {first.value(row)}
      </h2>
      {problem && (
        <p className="note problem" role="alert">
          {problem}
        </p>
      )}
      <dl className="facts">
        {columns.map(({ title, value }) => (
          <Fact key={title} title={title} value={value(row)} />
        ))}
        <Fact title="ID" value={<code>{row.id}</code>} />
      </dl>
      {resource.related?.map((related) => (
        <RelatedRows key={related.title} {...{ related, row, run }} onAct={act} />
      ))}
      <div className="admin-actions">
        {actions.map((action) => (
          <Action
            key={action.label}
            action={action}
            row={row}
            organizations={organizations}
            onAct={(values) => act(action, row, values)}
          />
        ))}
      </div>
      <button type="button" className="button quiet" onClick={close}>
        Close
      </button>
    </dialog>
  )
}

const Fact = ({ title, value }: { title: string; value: ReactNode }): ReactNode => (
  <>
    <dt>{title}</dt>
    <dd>{value}</dd>
  </>
)

/** A button that runs an action, or that first opens a form or a confirmation. */
function Action(props: {
  action: RowAction
  row: Row
  organizations: readonly Row[]
  onAct: (values?: FormValues) => void
}): ReactNode {
  const { action, row, organizations, onAct } = props
  const { label, confirm, fields } = action
  if (fields)
    return (
      <details className="more small">
        <summary>{label}</summary>
        <ResourceForm
          fields={fields}
          submit="Save"
          values={row}
          organizations={organizations}
          onSubmit={onAct}
        />
      </details>
    )
  if (confirm)
    return (
      <details className="ask">
        <summary>{label}</summary>
        <p className="soft">{confirm(row)}</p>
        <button type="button" className="button danger" onClick={() => onAct()}>
          {label}
        </button>
      </details>
    )
  return (
    <button type="button" className="button quiet" onClick={() => onAct()}>
      {label}
    </button>
  )
}

/** The objects that belong to a row, which are loaded when they are shown. */
function RelatedRows(props: {
  related: Related
  row: Row
  run: Run
  onAct: (action: RowAction, row: Row) => void
}): ReactNode {
  const { related, row, run, onAct } = props
  const [rows, setRows] = useState<readonly Row[]>()
  useEffect(() => {
    let isGone = false
    run(related.operation, related.params(row)).then(({ result }) => {
      const { data = [] } = (result ?? {}) as { data?: Row[] }
      if (!isGone) setRows(data)
    })
    return () => {
      isGone = true
    }
  }, [related, row, run])
  const { action, text, title } = related
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {rows?.length === 0 && <p className="soft">None.</p>}
      <ul className="rows">
        {rows === undefined && <li className="soft">Loading…</li>}
        {rows?.map((one) => (
          <li key={one.id}>
            <span>{text(one)}</span>
            {action && (action.when?.(one) ?? true) && (
              <Action action={action} row={one} organizations={[]} onAct={() => onAct(action, one)} />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
