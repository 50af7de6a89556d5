import type { BrandImage } from '@latchkey/core/brand'
import { type ReactNode, useEffect } from 'react'
import { useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** Adds the brand's colors to the page after hydration. */
export function useBrandSheet(): void {
  const { brand } = useUi()
  const { accent, radius, font } = brand ?? {}
  // An app that writes its brand inline passes a new object on every render.
  const look = brand && JSON.stringify({ accent, radius, font })
  useEffect(() => {
    if (!look) return
    let isGone = false
    let remove = () => {}
    void import('@latchkey/core/brand').then(({ adoptBrand }) => {
      if (!isGone) remove = adoptBrand({ name: '-', ...JSON.parse(look) })
    })
    return () => {
      isGone = true
      remove()
    }
  }, [look])
}

/** The logo above the title, or the icon and name if there is no logo. */
export function BrandMark(): ReactNode {
  const { brand, part } = useUi()
  if (!brand || !(brand.logo ?? brand.icon)) return null
  const { name, logo, logoDark, icon } = brand
  if (!logo)
    return (
      <p {...part('brand')}>
        <Picture image={icon as BrandImage} alt="" of="brand-icon" /> {name}
      </p>
    )
  return (
    <p {...part('brand')}>
      <Picture image={logo} alt={name} of="logo" state={logoDark && 'light'} />
      {logoDark && <Picture image={logoDark} alt={name} of="logo" state="dark" />}
    </p>
  )
}

function Picture(props: { image: BrandImage; alt: string; of: string; state?: string }): ReactNode {
  const { image, alt, of, state } = props
  const { part } = useUi()
  const source = typeof image === 'string' ? { src: image } : image
  return <img {...part(of, state)} {...source} alt={alt} />
}

/** Links to help and to the legal pages that an app must show. */
export function Legal(): ReactNode {
  const { brand, part } = useUi()
  const t = useFlowText()
  const links = (['terms', 'privacy', 'help'] as const).filter((name) => brand?.[name])
  if (links.length === 0) return null
  return (
    <p {...part('legal')}>
      {links.map((name) => (
        <a key={name} {...part('link')} href={brand?.[name]}>
          {t(name)}
        </a>
      ))}
    </p>
  )
}
