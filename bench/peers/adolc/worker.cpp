// ADOL-C's side of a contest: the small function, recorded anew each time. It reads requests from standard input, one JSON
// object a line, and answers each with a line. Of a request only the command and a minimum matter, so no parser is needed.
#include <adolc/adolc.h>

#include <chrono>
#include <iostream>
#include <sstream>
#include <string>

namespace {

struct Result {
    double value, slopes[2];
};

Result differentiate() {
    const double at[2] = {3, 5};
    Result result;
    trace_on(1);
    adouble x, c, f;
    x <<= at[0];
    c <<= at[1];
    adouble q = x * x / log(x);
    f = (q + c) * (q - c);
    f >>= result.value;
    trace_off();
    gradient(1, 2, at, result.slopes);
    return result;
}

double time(long count) {
    auto start = std::chrono::steady_clock::now();
    for (long i = 0; i < count; i++) differentiate();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

bool asks(const std::string& request, const std::string& command) {
    return request.find("\"command\":\"" + command + "\"") != std::string::npos;
}

}  // namespace

int main() {
    std::string request;
    long repeat = 1000;
    while (std::getline(std::cin, request)) {
        std::ostringstream answer;
        answer.precision(17);
        if (asks(request, "hello")) {
            answer << "{\"version\":\"" << VERSION << "\"}";
        } else if (asks(request, "outputs")) {
            Result result = differentiate();
            answer << "{\"outputs\":[[" << result.value << "],[" << result.slopes[0] << "],[" << result.slopes[1] << "]]}";
        } else if (asks(request, "warm")) {
            double minimum = std::stod(request.substr(request.find("\"minimum\":") + 10));
            while (time(repeat) < minimum) repeat *= 2;
            answer << "{\"repeat\":" << repeat << "}";
        } else if (asks(request, "measure")) {
            answer << "{\"milliseconds\":" << time(repeat) / repeat << "}";
        } else {
            answer << "{}";
        }
        std::cout << answer.str() << std::endl;
    }
}
