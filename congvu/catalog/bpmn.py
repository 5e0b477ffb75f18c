"""A process as BPMN 2.0 with diagram interchange, for drawing tools and other engines. Pure.

Steps are user tasks, waits are catching events, a choice of ways is an exclusive gateway, handing out and joining are
parallel gateways (a join that needs only some branches is a complex one). The officer's choice is the variable `move`,
written verb:target, which the conditions of the flows test.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from congvu.core.process import Process, Step, Transition, Verb
from congvu.core.process.layout import spots

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
OMGDC = "http://www.omg.org/spec/DD/20100524/DC"
OMGDI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NS = {None: BPMN, "bpmndi": DI, "dc": OMGDC, "di": OMGDI, "xsi": XSI}

_RANK, _COLUMN = 320, 150  # from one rank to the next, from one column to the next
_LEFT, _TOP = 200, 160
_SIZE = {"task": (150, 80), "event": (36, 36), "gate": (50, 50)}


@dataclass(frozen=True, slots=True)
class _Node:
    id: str
    tag: str
    name: str
    size: str
    x: int  # of its middle
    y: int
    step: Step | None = None

    @property
    def box(self) -> tuple[int, int, int, int]:
        width, height = _SIZE[self.size]
        return self.x - width // 2, self.y - height // 2, width, height


@dataclass(frozen=True, slots=True)
class _Flow:
    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    back: bool = False


@dataclass
class _Graph:
    nodes: dict[str, _Node] = field(default_factory=dict)
    flows: list[_Flow] = field(default_factory=list)

    def add(self, node: _Node) -> str:
        self.nodes[node.id] = node
        return node.id

    def flow(self, source: str, target: str, name: str = "", condition: str = "", *, back: bool = False) -> _Flow:
        made = _Flow(f"flow_{len(self.flows) + 1}", source, target, name, condition, back)
        self.flows.append(made)
        return made


def bpmn_of(process: Process, *, identifier: str) -> bytes:
    """The document, with a shape for each node and an edge for each flow. `identifier` names the process in it."""
    graph, defaults = _graph(process)
    root = etree.Element(f"{{{BPMN}}}definitions", nsmap=_NS)
    root.set("id", f"definitions_{identifier}")
    root.set("targetNamespace", "urn:congvu:process")
    root.set("exporter", "Công Vụ")
    for step in process.steps:
        if step.waits_for:
            _child(root, "signal", id=f"signal_{step.code}", name=f"{identifier} {step.code}")
    body = _child(root, "process", id=identifier, name=process.name, isExecutable="true")
    for node in graph.nodes.values():
        _node(body, node, graph, defaults.get(node.id))
    for flow in graph.flows:
        element = _child(body, "sequenceFlow", id=flow.id, sourceRef=flow.source, targetRef=flow.target)
        if flow.name:
            element.set("name", flow.name)
        if flow.condition and defaults.get(flow.source) != flow.id:
            said = _child(element, "conditionExpression")
            said.set(f"{{{XSI}}}type", "tFormalExpression")
            said.text = f'move == "{flow.condition}"'
    _diagram(root, graph, identifier)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return found


def _child(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{BPMN}}}{tag}")
    for name, value in attributes.items():
        element.set(name, value)
    return element


# --- The graph of nodes and flows ------------------------------------------------------------------------------------


def _graph(process: Process) -> tuple[_Graph, dict[str, str]]:
    graph = _Graph()
    defaults: dict[str, str] = {}
    place = spots(process)
    at = {code: (_LEFT + spot.rank * _RANK, _TOP + spot.column * _COLUMN) for code, spot in place.items()}
    first, last = process.start, max(spot.rank for spot in place.values())
    graph.add(_Node("start", "startEvent", "", "event", at[first][0] - 130, at[first][1]))
    refused = [way for way in process.transitions if way.verb is Verb.REFUSE and not way.targets]
    for step in process.steps:
        x, y = at[step.code]
        if step.join:
            tag = "complexGateway" if step.join.needs else "parallelGateway"
            graph.add(_Node(f"join_{step.code}", tag, "", "gate", x - 115, y, step))
            graph.flow(f"join_{step.code}", step.code)
        if step.waits_for:
            graph.add(_Node(step.code, "intermediateCatchEvent", step.name, "event", x, y, step))
        else:
            graph.add(_Node(step.code, "userTask", step.name, "task", x, y, step))
    end = _LEFT + (last + 1) * _RANK - 60
    graph.add(_Node("end", "endEvent", "", "event", end, _TOP))
    if refused:
        graph.add(_Node("refused", "endEvent", Verb.REFUSE.label, "event", end, _TOP + _COLUMN))
    graph.flow("start", first)
    for step in process.steps:
        _ways_of(graph, defaults, process, step, at[step.code])
    return graph, defaults


def _ways_of(graph: _Graph, defaults: dict[str, str], process: Process, step: Step, at: tuple[int, int]) -> None:
    ways = list(process.leaving(step.code))
    source = step.code
    if len(ways) > 1:
        source = graph.add(_Node(f"choice_{step.code}", "exclusiveGateway", "", "gate", at[0] + 115, at[1]))
        graph.flow(step.code, source)
    for way in ways:
        many = len(ways) > 1
        target = _target(graph, process, way, at, shifted=many)
        name = way.verb.label if many else ""
        condition = f"{way.verb.value}:{','.join(way.targets)}" if many else ""
        made = graph.flow(source, target, name, condition, back=way.verb in (Verb.SEND_BACK, Verb.REFUSE))
        if many and source not in defaults and way.verb is not Verb.SEND_BACK:
            defaults[source] = made.id


def _target(graph: _Graph, process: Process, way: Transition, at: tuple[int, int], *, shifted: bool) -> str:
    if way.verb is Verb.FINISH:
        return "end"
    if not way.targets:
        return "refused"
    if way.verb is Verb.HAND_OUT:
        number = sum(node.id.startswith(f"split_{way.source}") for node in graph.nodes.values())
        split = graph.add(
            _Node(
                f"split_{way.source}_{number}", "parallelGateway", "", "gate",
                at[0] + (180 if shifted else 115), at[1] + 60 * number,
            )
        )  # fmt: skip
        for target in way.targets:
            graph.flow(split, _into(process, target))
        return split
    onward = way.verb in (Verb.FORWARD, Verb.RESUME)
    return _into(process, way.targets[0]) if onward else way.targets[0]


def _into(process: Process, code: str) -> str:
    """Branches come to a joining step through its gateway."""
    return f"join_{code}" if process.step(code).join else code


# --- Elements --------------------------------------------------------------------------------------------------------


def _node(body: etree._Element, node: _Node, graph: _Graph, default: str | None) -> None:
    element = _child(body, node.tag, id=node.id)
    if node.name:
        element.set("name", node.name)
    if default:
        element.set("default", default)
    step = node.step
    if step and node.id == step.code:
        _child(element, "documentation").text = _said(step)
    for flow in graph.flows:
        if flow.target == node.id:
            _child(element, "incoming").text = flow.id
    for flow in graph.flows:
        if flow.source == node.id:
            _child(element, "outgoing").text = flow.id
    if step and node.tag == "intermediateCatchEvent":
        _child(element, "signalEventDefinition", id=f"wait_{step.code}", signalRef=f"signal_{step.code}")
    if step and step.join and step.join.needs and node.tag == "complexGateway":
        said = _child(element, "activationCondition")
        said.set(f"{{{XSI}}}type", "tFormalExpression")
        said.text = f"arrived >= {step.join.needs}"
    if node.id == "refused":
        _child(element, "terminateEventDefinition", id="terminate")


def _said(step: Step) -> str:
    """What the table says beside the name: who, how long, what comes of it."""
    time = step.allowance.text if step.allowance else ""
    return "\n".join(part for part in (step.role_unit, step.role.label, time, step.output, step.note) if part)


# --- The drawing -----------------------------------------------------------------------------------------------------


def _diagram(root: etree._Element, graph: _Graph, identifier: str) -> None:
    diagram = etree.SubElement(root, f"{{{DI}}}BPMNDiagram", id=f"diagram_{identifier}")
    plane = etree.SubElement(diagram, f"{{{DI}}}BPMNPlane", id=f"plane_{identifier}", bpmnElement=identifier)
    for node in graph.nodes.values():
        shape = etree.SubElement(plane, f"{{{DI}}}BPMNShape", id=f"shape_{node.id}", bpmnElement=node.id)
        x, y, width, height = node.box
        bounds = etree.SubElement(shape, f"{{{OMGDC}}}Bounds")
        for name, value in (("x", x), ("y", y), ("width", width), ("height", height)):
            bounds.set(name, str(value))
    above = 0
    for flow in graph.flows:
        edge = etree.SubElement(plane, f"{{{DI}}}BPMNEdge", id=f"edge_{flow.id}", bpmnElement=flow.id)
        above += flow.back
        for x, y in _line(graph.nodes[flow.source], graph.nodes[flow.target], flow, above):
            etree.SubElement(edge, f"{{{OMGDI}}}waypoint", x=str(x), y=str(y))


def _line(source: _Node, target: _Node, flow: _Flow, above: int) -> Sequence[tuple[int, int]]:
    """Onward from right to left side; ways back and refusals over the top, each in a lane of its own."""
    left, top, width, _height = source.box
    start = (left + width, source.y)
    end = (target.box[0], target.y)
    if flow.back or end[0] < start[0]:
        lane = 100 - 12 * above
        return ((source.x, top), (source.x, lane), (target.x, lane), (target.x, target.box[1]))
    if start[1] == end[1]:
        return (start, end)
    middle = (start[0] + end[0]) // 2
    return (start, (middle, start[1]), (middle, end[1]), end)
