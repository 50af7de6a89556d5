// biome-ignore-all lint/suspicious/noTsIgnore: which of two types is missing depends on the installed Kit.
// biome-ignore-all lint/suspicious/noConfusingVoidType: as Kit writes it.
import type { RequestEvent } from '@sveltejs/kit'

/**
 * Kit's types under one name. Kit 2 exports those of remote functions from `@sveltejs/kit`, Kit 3 from `$app/server`. Types
 * that the installed version does not have are `any`.
 */
type Either<In3, In2> = [0] extends [1 & In3] ? In2 : In3

/** The options of `resolve` that we use to change a page. */
export interface PageOptions {
  transformPageChunk?: (input: { html: string; done: boolean }) => string
}

/** A hook, as `src/hooks.server.ts` exports it and `sequence` accepts it. */
export type Handle = (input: {
  event: RequestEvent
  resolve: (event: RequestEvent, options?: PageOptions) => MaybePromise<Response>
}) => MaybePromise<Response>

export type MaybePromise<T> = T | Promise<T>

/** @ts-ignore */
type Command3<Input, Output> = import('$app/server').RemoteCommand<Input, Output>
/** @ts-ignore */
type Command2<Input, Output> = import('@sveltejs/kit').RemoteCommand<Input, Output>
export type RemoteCommand<Input, Output> = Either<Command3<Input, Output>, Command2<Input, Output>>

/** @ts-ignore */
type FormInput3 = import('$app/server').RemoteFormInput
/** @ts-ignore */
type FormInput2 = import('@sveltejs/kit').RemoteFormInput
export type RemoteFormInput = Either<FormInput3, FormInput2>

/** @ts-ignore */
type Form3<Input extends RemoteFormInput | void, Output> = import('$app/server').RemoteForm<Input, Output>
/** @ts-ignore */
type Form2<Input extends RemoteFormInput | void, Output> = import('@sveltejs/kit').RemoteForm<Input, Output>
export type RemoteForm<Input extends RemoteFormInput | void, Output> = Either<
  Form3<Input, Output>,
  Form2<Input, Output>
>

/** @ts-ignore */
type Invalid3<Input> = import('$app/server').RemoteFormInvalidField<Input>
/** @ts-ignore */
type Invalid2<Input> = import('@sveltejs/kit').InvalidField<Input>
export type RemoteFormInvalidField<Input> = Either<Invalid3<Input>, Invalid2<Input>>

/** @ts-ignore */
type Query3<Input, Output, Validated> = import('$app/server').RemoteQueryFunction<Input, Output, Validated>
/** @ts-ignore */
type Query2<Input, Output, Validated> = import('@sveltejs/kit').RemoteQueryFunction<Input, Output, Validated>
export type RemoteQueryFunction<Input, Output, Validated = Input> = Either<
  Query3<Input, Output, Validated>,
  Query2<Input, Output, Validated>
>

/** @ts-ignore */
type Live3<Input, Output, Validated> = import('$app/server').RemoteLiveQueryFunction<Input, Output, Validated>
/** @ts-ignore */
type Live2<Input, Output, Validated> = import('@sveltejs/kit').RemoteLiveQueryFunction<
  Input,
  Output,
  Validated
>
export type RemoteLiveQueryFunction<Input, Output, Validated = Input> = Either<
  Live3<Input, Output, Validated>,
  Live2<Input, Output, Validated>
>
