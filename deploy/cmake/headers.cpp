#include "deploy/cmake/headers.h"
