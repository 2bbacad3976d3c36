// URL clinic, the view: a patient, its new address, and three programs that meet the old one and the new.
import type { JSX } from "preact";
import { ChallengeGroup } from "#kit/ChallengeGroup.tsx";
import { Select } from "#kit/Controls.tsx";
import { LabFrame } from "#kit/LabFrame.tsx";
import type { Bench } from "#kit/use-lab.ts";
import { WirePanel } from "#kit/WirePanel.tsx";
import { badgeByReach } from "#kit/live.ts";
import { openSpace, writeExchange } from "#mocks/index.ts";
import { METHODS, PROGRAMS, type Change, type Report, type Seen, type Setup } from "./clinic.ts";
import { lab } from "./model.ts";
import { observeIn } from "./observe.ts";
import { PATIENTS, patientOf } from "./patients.ts";
import { WAITING_ROOM } from "./redesign.ts";
import "./url-clinic.css";

type ClinicBench = Bench<Setup, Change, Seen>;

const id = lab.definition.id;
const open = () => openSpace(id);
const observe = observeIn(open);

const badgeOf = badgeByReach(lab.definition.badge);

function Controls({ state, dispatch }: ClinicBench): JSX.Element {
  const { setup } = state;
  const patient = patientOf(setup.patient, setup.number);
  const change = (made: Change): void => {
    dispatch({ type: "change", change: made });
  };
  return (
    <>
      <Select
        id={`${id}-patient`}
        label="Operation"
        value={setup.patient}
        options={PATIENTS.map(({ id: value }) => ({
          value,
          text: patientOf(value, setup.number).title,
        }))}
        onChange={(value) => change({ kind: "patient", id: value })}
      />
      <p class="clinic-old">
        Today:{" "}
        <code>
          {patient.method} {patient.path}
        </code>
      </p>
      <div class="clinic-new">
        <Select
          id={`${id}-method`}
          label="Method"
          value={setup.method}
          options={METHODS.map((method) => ({ value: method, text: method }))}
          onChange={(method) => change({ kind: "method", method })}
        />
        <label class="lab-control" for={`${id}-path`}>
          <span>Address</span>
          <input
            id={`${id}-path`}
            class="lab-text"
            spellcheck={false}
            autocapitalize="none"
            autocomplete="off"
            value={setup.path}
            onChange={({ currentTarget }) => change({ kind: "path", text: currentTarget.value })}
          />
        </label>
      </div>
    </>
  );
}

const SIGNS: Readonly<Record<Report["effect"], string>> = {
  helps: "✓ helps",
  cannot: "– cannot help",
  harms: "✗ does harm",
};

const Met = ({ report }: { readonly report: Report | undefined }): JSX.Element =>
  report === undefined ? (
    <td />
  ) : (
    <td class={`clinic-${report.effect}`}>
      <b>{SIGNS[report.effect]}</b>
      <small>It {report.told}</small>
    </td>
  );

function Observation({ before, after }: Seen, { state }: ClinicBench): JSX.Element {
  const patient = patientOf(state.setup.patient, state.setup.number);
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label="What the programs did">
        <table class="clinic-met">
          <thead>
            <tr>
              <th scope="col">Program</th>
              <th scope="col">
                Today: {patient.method} {patient.path}
              </th>
              <th scope="col">
                Yours: {state.setup.method} {state.setup.path}
              </th>
            </tr>
          </thead>
          <tbody>
            {PROGRAMS.map((program, index) => (
              <tr key={program}>
                <th scope="row">{program}</th>
                <Met report={before[index]} />
                <Met report={after[index]} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <WirePanel
        exchanges={[...before, ...after].flatMap(({ exchanges }) => exchanges)}
        write={writeExchange}
      />
    </>
  );
}

/** The whole lab; its first state is rendered at build time. */
export function UrlClinic(): JSX.Element {
  return (
    <LabFrame
      lab={lab}
      observe={observe}
      warm={open}
      badgeOf={badgeOf}
      controls={(bench) => <Controls {...bench} />}
      observation={Observation}
      more={(bench) => (
        <ChallengeGroup
          bench={bench}
          group={WAITING_ROOM}
          title="Waiting room"
          ask="Each is done when a run shows a method and an address that fit."
        />
      )}
    />
  );
}
