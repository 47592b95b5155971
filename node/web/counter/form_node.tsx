// The nodes of the form where they stand: questions, groups, repeats, in whatever depth.
import {type Language, text} from "kit/language";
import type {FormNode} from "../api";
import type {Filling} from "./filling";
import {key_in} from "./keys";
import {QuestionView} from "./question";
import {RepeatView} from "./repeat";

export interface FormProps {
  filling: Filling;
  citizen: Language;
  tried: boolean;
}

interface NodeProps extends FormProps {
  nodes: readonly FormNode[];
  instance: string; // that they stand in; blank: none
  headed?: string; // the repeat whose label stands above it already
}

export const Nodes = ({nodes, ...props}: NodeProps) => (
  <>
    {nodes.map(n => (
      <Node key={n.name} node={n} {...props} />
    ))}
  </>
);

function Node({node, instance, headed, ...props}: Omit<NodeProps, "nodes"> & {node: FormNode}) {
  const at = key_in(instance, node.name);
  if (node.kind === "question") return <QuestionView question={node} at={at} {...props} />;
  if (!props.filling.stands(at)) return null;
  if (node.kind === "repeat")
    return (
      <RepeatView repeat={node} at={at} filling={props.filling} headed={headed === node.name}>
        {inside => <Nodes nodes={node.children} instance={inside} {...props} />}
      </RepeatView>
    );
  const label = text(node.label);
  return (
    <fieldset class="subgroup">
      {label && (
        <legend>
          <h3>{label}</h3>
        </legend>
      )}
      <Nodes nodes={node.children} instance={instance} {...props} />
    </fieldset>
  );
}
