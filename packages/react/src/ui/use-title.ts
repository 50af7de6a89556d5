import { useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** The title of a flow's first step, with the name of the brand where there is one. */
export function useTitle(flow: 'signIn' | 'signUp'): string {
  const { brand } = useUi()
  const t = useFlowText()
  return brand ? t(`${flow}To`, { brand: brand.name }) : t(`${flow}Title`)
}
