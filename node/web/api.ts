// The node's contract as types; see node/api/openapi.yaml.
import type {components, paths} from "generated/node";
import {contract} from "kit/contract";

export const api = contract<paths>();

type Schemas = components["schemas"];
export type Hello = Schemas["Hello"];
export type Status = Schemas["Status"];
export type Device = Schemas["Device"];
export type Service = Schemas["Service"];
export type ServiceForm = Schemas["ServiceForm"];
export type FormNode = Schemas["FormNode"];
export type Group = Schemas["Group"];
export type Question = Schemas["Question"];
export type QuestionState = Schemas["QuestionState"];
export type Draft = Schemas["Draft"];
export type DraftChange = Schemas["DraftChange"];
export type DraftLine = Schemas["DraftLine"];
export type Missing = Schemas["Missing"];
export type Application = Schemas["Application"];
export type ApplicationLine = Schemas["ApplicationLine"];
export type Print = Schemas["Print"];
export type Exchange = Schemas["Exchange"];
export type Condition = Schemas["Condition"];
export type DeviceLine = Schemas["DeviceLine"];
export type Attachment = Schemas["Attachment"];
export type AttachmentLine = Schemas["AttachmentLine"];
export type PartyState = Schemas["PartyState"];
export type What = Schemas["What"];
export type Consent = Schemas["Consent"];
export type Capture = Schemas["Capture"];
export type Shift = Schemas["Shift"];
export type Stop = Schemas["Stop"];
export type Review = Schemas["Review"];
export type Money = Schemas["Money"];
export type FieldLine = Schemas["FieldLine"];
