#include "cli/main.h"

int main(int argc, char** argv)
{
    return azen::cli::run(argc, argv);
}
