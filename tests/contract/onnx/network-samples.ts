import { Random } from "../../../shared/math/random.ts";
import { longShortTermMemory, multilayerPerceptron } from "../../support/network-models.ts";

const random = Random.seeded(4);

/** Networks of 12 inputs a row, and the rows to run through them. */
export const NETWORKS = [multilayerPerceptron(12), longShortTermMemory(4, 3)];
export const ROWS = 5;
export const FEATURES = Float32Array.from({ length: ROWS * 12 }, () => random.normal());
