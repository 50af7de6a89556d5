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

/** Props of every flow component, in addition to the flow's own options. */
export interface FlowCardProps extends SurfaceProps {
  /** Replaces the first step's title. */
  heading?: ReactNode
  /** How the first step shows providers: one row each, or all icons in one row. Default `rows`. */
  layout?: ProviderLayout
  /** Rendered below the first step, instead of the link to the other flow. */
  footer?: ReactNode
}

/** A flow in its card: the step, the link back, and announcements for screen readers. */
export const FlowCard = /* @__PURE__ */ withRef(function FlowCard(
  props: Omit<FlowCardProps, 'heading' | 'layout'> & {
    flow: FlowHandle
    /** The step, if it belongs only to this flow and not to the steps that all flows share. */
    children?: ReactNode
  },
): ReactNode {
  const { flow, footer, className, ref, children } = props
  const root = useRef<HTMLDivElement>(null)
  const t = useFlowText()
  const { part, Logo } = useUi()
  const { step, error, canGoBack } = flow
  /** The URL names an attempt, but the handler has not returned its step yet. */
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
      {/* Each step needs its own inputs: without the key, React would reuse them in the next step, including their text. */}
      <div {...part('step')} key={step.name} ref={root as Ref<HTMLDivElement>}>
        {isAwaited ? (
          <p {...part('text', 'loading')}>{t('loading')}</p>
        ) : (
          children || <StepView flow={flow} />
        )}
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
