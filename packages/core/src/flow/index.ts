export type { FlowAction, FlowInput } from './action.ts'
export { allowsAction, FLOW_ACTIONS, missingInput, resendOf } from './action.ts'
export { type FieldErrors, fieldErrors } from './field-errors.ts'
export type { FlowError, FlowPayload } from './flow-payload.ts'
export { isIdentifierFirst } from './identifier-first.ts'
export type { FlowEffect, FlowEvent, FlowState } from './machine.ts'
export { initialFlow, transition } from './machine.ts'
export type { FlowErrorCode, FlowErrorMessages } from './messages.ts'
export { FLOW_ERROR_MESSAGES, isFlowErrorCode } from './messages.ts'
export { flowErrorIn, flowQuery, tokenIn } from './page-query.ts'
export type { CheckedRule, PasswordRule, PasswordRules } from './password-rules.ts'
export { checkPassword, DEFAULT_PASSWORD_RULES, passwordRulesAttribute } from './password-rules.ts'
export type {
  SignUpField,
  SignUpFieldType,
  SignUpNameField,
  SignUpNameRule,
  SignUpNames,
} from './sign-up-field.ts'
export { fieldLabel, nameFields } from './sign-up-field.ts'
export type {
  ChallengeStep,
  CodeStep,
  CompleteStep,
  FactorChoice,
  FlowKind,
  ForgotSentStep,
  ForgotStep,
  InvitationStep,
  MethodRequiredStep,
  MfaChallengeStep,
  MfaEnrollStep,
  OAuthProvider,
  OrganizationChoice,
  PasswordStep,
  PhoneStep,
  ResetStep,
  SelectOrganizationStep,
  SignInMethod,
  SignInOffer,
  SsoRequiredStep,
  StartStep,
  Step,
  StepName,
  UnknownStep,
  VerifyEmailStep,
} from './step.ts'
export { DEFAULT_OFFER, firstStep } from './step.ts'
