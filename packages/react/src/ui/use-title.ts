import { stepTitle } from '@latchkey/core/text'
import type { FlowHandle } from '../use-flow.ts'
import { useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** The title of the flow's step. The first step includes the brand's name. */
export function useTitle(flow: Pick<FlowHandle, 'kind' | 'step'>): string {
  const { brand } = useUi()
  return stepTitle(flow, useFlowText(), brand?.name)
}
