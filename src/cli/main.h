#pragma once

namespace azen::cli {

/// The whole program: the only place that wires clock, randomness, files and streams. Returns the
/// exit status; never throws.
int run(int argc, char** argv);

}  // namespace azen::cli
