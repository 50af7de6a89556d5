import type { SelectOrganizationStep } from '@latchkey/core'
import { initialOf } from '@latchkey/core/text'
import { type ReactNode, useId } from 'react'
import type { FlowHandle } from '../../use-flow.ts'
import { FlowForm, FormMessage } from '../flow-form.tsx'
import { StepHeading } from '../step-heading.tsx'
import { useUi } from '../use-ui.ts'

/** Asks which organization to sign in to, with one button each. */
export function OrganizationStep({
  flow,
  step,
}: {
  flow: FlowHandle
  step: SelectOrganizationStep
}): ReactNode {
  const id = useId()
  const { part } = useUi()
  return (
    <>
      <StepHeading flow={flow} id={id} />
      <FlowForm flow={flow} action="organization" labelledBy={id}>
        <div {...part('choices')}>
          {step.organizations.map((organization) => (
            <button
              key={organization.id}
              {...part('choice')}
              type="submit"
              name="organizationId"
              value={organization.id}
            >
              <span {...part('avatar')} aria-hidden="true">
                {initialOf(organization.name)}
              </span>
              <span {...part('choice-name')}>{organization.name}</span>
            </button>
          ))}
        </div>
        <FormMessage flow={flow} />
      </FlowForm>
    </>
  )
}
