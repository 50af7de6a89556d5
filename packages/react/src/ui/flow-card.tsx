import { moveSteps } from '@latchkey/core'
import { type ReactNode, type Ref, useEffect, useRef } from 'react'
import type { FlowHandle } from '../use-flow.ts'
import { BrandMark, Legal } from './brand.tsx'
import { FlowForm } from './flow-form.tsx'
import { LiveRegion } from './live-region.tsx'
import type { ProviderLayout } from './oauth-buttons.tsx'
import { StepView } from './step-view.tsx'
import { SubmitButton } from './submit-button.tsx'
import { Surface, type SurfaceProps } from './surface.tsx'
import { useDocumentTitle } from './use-document-title.ts'
import { useKeepEmail } from './use-keep-email.ts'
import { useStepFocus } from './use-step-focus.ts'
import { useFlowText } from './use-text.ts'
import { useTitle } from './use-title.ts'
import { useUi } from './use-ui.ts'
import { withRef } from './with-ref.ts'

/** What every flow component takes besides the flow's own settings. */
export interface FlowCardProps extends SurfaceProps {
  /** Replaces the first step's title. */
  heading?: ReactNode
  /** How the first step shows providers: a row each, or all in one row by their signs. Default `rows`. */
  layout?: ProviderLayout
  /** Stands below the first step, in place of the link to the other flow. */
  footer?: ReactNode
}

/** A flow in its frame: the step, the way back, and the voice for screen readers. */
export const FlowCard = /* @__PURE__ */ withRef(function FlowCard(
  props: Omit<FlowCardProps, 'heading' | 'layout'> & {
    flow: FlowHandle
    /** The step, when it is one of this flow's own and not of those all flows share. */
    children?: ReactNode
  },
): ReactNode {
  const { flow, footer, className, ref, children } = props
  const root = useRef<HTMLDivElement>(null)
  const t = useFlowText()
  const { part, Logo } = useUi()
  const { step, error, canGoBack } = flow
  /** The address names an attempt; which step it is at, the handler has yet to tell. */
  const isAwaited = flow.isLoading && flow.flow !== undefined
  useStepFocus(root, step.name, error)
  useKeepEmail(root, flow)
  useDocumentTitle(useTitle(flow))
  useEffect(() => {
    const card = root.current?.parentElement
    return card ? moveSteps(card) : undefined
  }, [])
  return (
    <Surface
      part="card"
      state={step.name}
      busy={flow.status === 'pending' || isAwaited}
      {...{ className, ref }}
    >
      {Logo ? <Logo /> : <BrandMark />}
      {/* A step's inputs are its own: without the key, React would hand them to the next step with their text. */}
      <div {...part('step')} key={step.name} ref={root as Ref<HTMLDivElement>}>
        {isAwaited ? <p {...part('text')}>…</p> : children || <StepView flow={flow} />}
        {canGoBack && step.name !== 'unknown' && (
          <FlowForm flow={flow} action="back" layout="inline">
            <SubmitButton look="quiet">{t('back')}</SubmitButton>
          </FlowForm>
        )}
      </div>
      {footer && !isAwaited && <div {...part('footer')}>{footer}</div>}
      <Legal />
      <LiveRegion flow={flow} />
    </Surface>
  )
})
