package io.candour.bench;

import com.sun.tools.attach.VirtualMachine;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What another JVM of this machine tells of itself. Used by one thread. */
final class RemoteBeans implements AutoCloseable {
    private final VirtualMachine machine;
    private final JMXConnector connector;

    private RemoteBeans(VirtualMachine machine, JMXConnector connector) {
        this.machine = machine;
        this.connector = connector;
    }

    @SuppressWarnings("BanJNDI") // It connects to a process that this one started, by its attach socket.
    static RemoteBeans of(ProcessHandle process) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
        try {
            return new RemoteBeans(
                    machine, JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
        } catch (Exception failed) {
            machine.detach();
            throw failed;
        }
    }

    MemoryMXBean memory() throws Exception {
        return bean(ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
    }

    /** Seconds that its compilers have worked since it started. */
    double compiling() throws Exception {
        return bean(ManagementFactory.COMPILATION_MXBEAN_NAME, CompilationMXBean.class)
                        .getTotalCompilationTime()
                / 1e3;
    }

    private <T> T bean(String name, Class<T> type) throws Exception {
        return ManagementFactory.newPlatformMXBeanProxy(connector.getMBeanServerConnection(), name, type);
    }

    @Override
    public void close() throws Exception {
        connector.close();
        machine.detach();
    }
}
